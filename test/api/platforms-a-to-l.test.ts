import { allPlatforms } from '../platforms/all';
import { describeFaults } from '../support/fault-table';

// In two files, so that two of them run at once.
describeFaults(allPlatforms.filter(({ id }) => id < 'm'));
