/** Imported first: schemas decide on being made whether to compile themselves, which needs `eval`. */
import { z } from 'zod'

// The page's content security policy forbids it.
z.config({ jitless: true })
