import { allPlatforms } from '../platforms/all';
import { describeFaults } from '../support/faults/describe-faults';

// In two files, so that two of them run at once.
describeFaults(allPlatforms.filter(({ id }) => id >= 'm'));
