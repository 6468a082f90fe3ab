/** What the writing process and its inspector agree on. */

/** The file that acknowledged postings are noted in, in the folder that is recorded. */
export const acknowledgedName = 'acknowledged'
export const slug = 'one'
export const ruleText = '应急值守'
export const pagesBetweenCheckpoints = 60
