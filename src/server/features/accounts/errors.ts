import { Refusal, conflict } from '#server/platform/errors.ts'

export const wrongCredentials = () => new Refusal(401, 'wrong_credentials', 'The address or the password is not right.')
export const setupLinkUsed = () => conflict('setup_link_used', 'This link was used or replaced. Start the server again to print a new one, or sign in.')
export const signUpClosed = () => new Refusal(403, 'sign_up_closed', 'On this server you join by invitation. Ask an owner of your organization, or the operator.')
export const emailTaken = () => new Refusal(409, 'email_taken', 'There is an account with this address. Sign in instead.', [{ path: 'body.email', message: 'There is an account with this address. Sign in instead' }])
export const alreadyMember = () => new Refusal(409, 'already_member', 'This person is a member already.', [{ path: 'body.email', message: 'This person is a member already' }])
export const lastOwner = () => conflict('last_owner', 'An organization needs at least one owner. Make somebody else an owner first.')
export const invitationInvalid = () => conflict('invitation_invalid', 'This invitation was used, withdrawn or has expired. Ask for a new one.')
export const signInLinkInvalid = () => new Refusal(401, 'sign_in_link_invalid', 'This link or code was used, is too old, or was replaced by a newer one. Ask for a new one.')
export const codeRequired = () => new Refusal(401, 'code_required', 'You opened the link in another browser than the one that asked for it. Type the six digits from the mail.')
/** An invitation to an address that has an account is accepted with that account's password. */
export const wrongPassword = () => new Refusal(401, 'wrong_credentials', 'You have an account already, and this is not its password.', [{ path: 'body.password', message: 'You have an account already: type its password' }])
