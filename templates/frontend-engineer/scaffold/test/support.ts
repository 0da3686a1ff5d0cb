import { userEvent } from '@testing-library/user-event'
import { screen } from '@testing-library/dom'
import { afterEach } from 'vitest'
import { type Api, createApi } from '../api/api.ts'
import { mountApp } from '../src/app'

let unmount: (() => void) | undefined
afterEach(() => {
  unmount?.()
  document.body.replaceChildren()
})

/** The page at an address, with an API that answers at once. `asked` is every request so far, as `GET /api/tickets?page=2`. */
export function openPage(address = '/', api: Api = createApi({ count: 240 })) {
  history.replaceState(null, '', address)
  const root = document.body.appendChild(document.createElement('main'))
  const asked: string[] = []
  const fetch: typeof globalThis.fetch = (input, init) => {
    asked.push(`${init?.method ?? 'GET'} ${String(input)}`)
    return api.fetch(input, init)
  }
  unmount = mountApp(root, { fetch })
  return { api, asked, user: userEvent.setup({ delay: null }) }
}

/** The rows of tickets that are shown, without the header. */
export function rows(): HTMLElement[] {
  return screen.getAllByRole('row', { hidden: true }).slice(1)
}
