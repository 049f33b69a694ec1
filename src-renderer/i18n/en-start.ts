import app from '../../resources/messages/en/app.json'
import components from '../../resources/messages/en/components.json'
import start from '../../resources/messages/en/start.json'

/** What is said before anybody is in a room, and around each of them. */
export const enStart = { app, components, start }
