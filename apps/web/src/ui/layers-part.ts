/** What stands above the screen for a while. Its library is a chunk of its own: no screen shows any of it at first. */
export { Dialog, DropdownMenu, Popover, Tooltip } from 'radix-ui';
