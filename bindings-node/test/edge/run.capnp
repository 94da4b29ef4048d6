using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [(name = "edge", worker = .worker)],
  sockets = [(name = "http", service = "edge", http = ())],
);

# No flag that gives it anything of Node's.
const worker :Workerd.Worker = (
  compatibilityDate = "2026-01-01",
  modules = [
    (name = "worker.mjs", esModule = embed "worker.mjs"),
    (name = "web.mjs", esModule = embed "../conformance/web.mjs"),
    (name = "compare.mjs", esModule = embed "../conformance/compare.mjs"),
    (name = "dgspay/webhook", esModule = embed "../node_modules/dgspay/lib/web/webhook.mjs"),
    (name = "dgspay/internal", esModule = embed "../node_modules/dgspay/lib/web/internal.mjs"),
  ],
);
