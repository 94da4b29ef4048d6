// Serves pages under a policy that allows scripts of their own origin, and nothing else; with what they import. By the name
// `insecure.test`, which openBrowser knows, a page of it is one that no browser calls secure.

import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

/** As strict as a policy gets: no script but our own, and no text that becomes markup or a script. */
export const POLICY =
  "default-src 'none'; script-src 'self'; connect-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'"
const TYPES = { html: 'text/html; charset=utf-8', js: 'text/javascript', mjs: 'text/javascript' }

/** Where the package as users install it has its scripts for pages. */
const modules = dirname(fileURLToPath(import.meta.resolve('dgspay/browser')))

/** `answers` is what else the server says: by path, a function from the body that was sent to JSON. */
export async function servePages(answers, { policy = POLICY } = {}) {
  const server = createServer(async (request, response) => {
    const path = request.url
    try {
      if (path in answers) {
        const body = Buffer.concat(await request.toArray())
        const answer = await answers[path](body.length > 0 ? JSON.parse(body) : undefined)
        response.setHeader('Content-Type', 'application/json').end(JSON.stringify(answer ?? null))
        return
      }
      const name = /^\/(\w+\/)?\w+\.(html|m?js)$/.exec(path)
      if (name === null) {
        response.writeHead(404).end()
        return
      }
      const folder = { 'dgspay/': modules, 'conformance/': 'conformance' }[name[1]]
      const file = folder ? `${folder}/${path.split('/').at(-1)}` : `pages${path}`
      response.setHeader('Content-Type', TYPES[name[2]])
      if (policy) response.setHeader('Content-Security-Policy', policy)
      response.end(readFileSync(file))
    } catch (error) {
      response.writeHead(500).end(String(error.stack))
    }
  })
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address()
  return {
    origin: `http://127.0.0.1:${port}`,
    insecureOrigin: `http://insecure.test:${port}`,
    close: () => server.close(),
  }
}
