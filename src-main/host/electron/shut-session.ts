import type { Session } from 'electron'

/** Its pages are given no permission and no device, and download nothing. */
export function shut(privately: Session): void {
  privately.setPermissionRequestHandler((_contents, _permission, decide) => {
    decide(false)
  })
  privately.setPermissionCheckHandler(() => false)
  privately.setDevicePermissionHandler(() => false)
  privately.on('will-download', (event) => {
    event.preventDefault()
  })
}
