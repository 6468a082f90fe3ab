/** Imported first: zod decides when a schema is created whether to compile it, which needs `eval`. */
import { z } from 'zod'

// The page's content security policy forbids it.
z.config({ jitless: true })
