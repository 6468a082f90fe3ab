/** Loaded before each file of tests: a write that uses more than its handle fails. */
import { watchWrites } from '../../db/store/alone.ts'

watchWrites()
