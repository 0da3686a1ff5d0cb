import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import './ui/overrides.css'
import './ui/code.css'
import './ui/diff/diff.css'
import './ui/workspace.css'
import { MantineProvider } from '@mantine/core'
import { ModalsProvider } from '@mantine/modals'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { createRoot } from 'react-dom/client'
import { queries } from './api/queries.ts'
import { router } from './routes.tsx'
import { styleNonce } from './ui/nonce.ts'
import { theme } from './ui/theme.ts'

const root = document.getElementById('root')
if (root)
  createRoot(root).render(
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={() => styleNonce}>
      <ModalsProvider modalProps={{ closeButtonProps: { 'aria-label': 'Close' } }}>
        <Notifications />
        <QueryClientProvider client={queries}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </ModalsProvider>
    </MantineProvider>,
  )
