import { fileURLToPath } from 'node:url'

export default {
  serverExternalPackages: ['dgspay'],
  turbopack: { root: fileURLToPath(new URL('.', import.meta.url)) },
}
