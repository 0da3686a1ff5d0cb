import { configure } from '@testing-library/dom'

// A busy machine takes its time; a test that is right does not wait longer for it.
configure({ asyncUtilTimeout: 5000 })
