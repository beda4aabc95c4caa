import { z } from 'zod';

/** A base address as a setting, so that a simulator or a proxy can stand in. Kept without a slash at the end. */
export const baseAddress = (standard: string) =>
  z
    .url({ protocol: /^https?$/ })
    .refine((url) => URL.canParse(url) && new URL(url).search === '' && new URL(url).username === '', 'An address without a question mark or a user name')
    .overwrite((url) => url.replace(/\/+$/, ''))
    .default(standard);
