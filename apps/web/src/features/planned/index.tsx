export { ApprovalsEntry } from './approvals-entry';
export { FollowUpDialog } from './follow-up-dialog';
export { PlannedTail } from './planned-tail';
