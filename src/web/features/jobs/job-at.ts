import { createContext } from 'react'

/** The job whose process is being edited, for fields that show what there is of it now. */
export const JobAt = createContext('')
