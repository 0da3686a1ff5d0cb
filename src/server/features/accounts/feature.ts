import type { Feature } from '#server/platform/feature.ts'
import { accountMails } from './emails.ts'
import { publicRoutes } from './public-routes.ts'
import { teamRoutes } from './team-routes.ts'

export const accounts: Feature = {
  name: 'accounts',
  routes: [...publicRoutes, ...teamRoutes],
  mails: accountMails,
  sentences: {
    'organization.created': (e) => `founded ${e.data.name}`,
    'member.invited': (e) => `invited ${e.data.email} as ${e.data.role}`,
    'member.joined': (e) => `joined as ${e.data.role}`,
    'member.changed': (e) => `made a member ${e.data.role}`,
    'member.removed': () => 'removed a member',
    'token.created': (e) => `made an API token (${e.data.scopes.join(', ')})`,
    'token.revoked': () => 'revoked an API token',
  },
}
