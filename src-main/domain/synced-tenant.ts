/**
 * Why no lab is planned in a tenant with directory synchronisation (graph-facts §11). Said in the same words where the
 * tenant is shown, in its plan, and among the signs of the guard, for which it counts as well.
 */
export const syncedTenant =
  'Directory synchronisation is on, so passwords may be kept elsewhere. Use a lab tenant without it.'
