export { MembersPage } from '../features/office/members.tsx'
export { PayoutsPage } from '../features/office/payouts.tsx'
export { ActivityPage, MailboxPage } from '../features/office/records.tsx'
export { OrganizationPage, TokensPage } from '../features/office/settings.tsx'
