# The four images of the desk, from one build. With the repository as context:
#   docker build --target proxy -t askdesk-proxy .     (or tickets, web, demo-gateway)
ARG BASE_IMAGE=node:24-slim

# Kept until a manifest or the lock file changes, whatever source is edited.
FROM ${BASE_IMAGE} AS installed
WORKDIR /askdesk
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml ./
COPY scripts/bootstrap.mjs scripts/
COPY scripts/pnpm scripts/pnpm
COPY apps/demo-gateway/package.json apps/demo-gateway/
COPY apps/proxy/package.json apps/proxy/
COPY apps/tickets/package.json apps/tickets/
COPY apps/web/package.json apps/web/
COPY packages/contracts/package.json packages/contracts/
COPY packages/providers/package.json packages/providers/
COPY packages/service/package.json packages/service/
COPY e2e/package.json e2e/
RUN node scripts/bootstrap.mjs

# Bills of materials come from what is installed, not from a source.
FROM installed AS materials
RUN for name in demo-gateway proxy tickets web; do \
      scripts/pnpm/node_modules/.bin/pnpm --filter "@askdesk/$name" sbom --prod --sbom-format cyclonedx --out "/materials/$name/sbom.json" || exit 1; \
    done

FROM installed AS build
COPY . .
RUN node scripts/bootstrap.mjs build.ts

FROM ${BASE_IMAGE} AS service
ENV NODE_ENV=production HOST=0.0.0.0
WORKDIR /service
RUN mkdir /data /state && chown node /data /state
USER node
CMD ["node", "main.js"]

FROM service AS demo-gateway
ENV PORT=8790
COPY --from=materials /materials/demo-gateway ./
COPY --from=build /askdesk/apps/demo-gateway/dist ./
EXPOSE 8790
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8790/').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]

FROM service AS tickets
ENV PORT=8789 TICKETS_DATA_DIR=/data
COPY --from=materials /materials/tickets ./
COPY --from=build /askdesk/apps/tickets/dist ./
VOLUME /data
EXPOSE 8789
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8789/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]

FROM service AS web
ENV PORT=3000 CLIENT_FOLDER=/service/client
COPY --from=materials /materials/web ./
COPY --from=build /askdesk/apps/web/dist ./
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:3000/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]

# The last one is what a build without a target makes.
FROM service AS proxy
ENV PORT=8788
COPY --from=materials /materials/proxy ./
COPY --from=build /askdesk/apps/proxy/dist ./
EXPOSE 8788
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8788/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
