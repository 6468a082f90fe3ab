/** Groups of an open round on one page. */
export const groupsAPage = { landscape: 12, portrait: 12 }
