# syntax=docker/dockerfile:1
# The Larder server on the official Node image: production dependencies only, without npm's pinned Node beside them.
#
#   docker build -t larder .
#   docker run --rm -p 6379:6379 -p 9121:9121 -e LARDER_REQUIREPASS=secret --read-only --memory 1g larder
#
# test/docker/dockerfile.test.ts runs these steps in clean folders and starts what comes out.
ARG NODE_VERSION=26.10.0

# Everything that building needs; nothing of it is in the image but dist/.
FROM node:${NODE_VERSION}-slim AS build
WORKDIR /larder
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY tsconfig.json ./
COPY scripts scripts
COPY protocol protocol
COPY src src
RUN node scripts/build.ts

# What the server loads while it runs. The image's own Node is as new as the optional packages', so those stay away.
FROM node:${NODE_VERSION}-slim AS dependencies
WORKDIR /larder
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --omit=optional --ignore-scripts

FROM node:${NODE_VERSION}-slim
LABEL org.opencontainers.image.title="Larder" \
      org.opencontainers.image.description="A cache server that speaks the Redis protocol" \
      org.opencontainers.image.licenses="MIT"
# Both ports are reachable from outside of the container. Without a password, RESP serves only clients inside it
# (protected mode), and HTTP only /metrics, /healthz and /readyz.
ENV NODE_ENV=production \
    LARDER_BIND="* -::*" \
    LARDER_ADMIN_BIND="* -::*"
WORKDIR /larder
COPY package.json LICENSE README.md ./
COPY bin bin
COPY --from=dependencies /larder/node_modules node_modules
COPY --from=build /larder/dist dist
# A number, so that Kubernetes can see that it is not root. It owns no file here: nothing is written.
USER 1000:1000
EXPOSE 6379 9121
# Clients get 3 s to take their last replies.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 CMD ["/larder/bin/larder", "health"]
ENTRYPOINT ["/larder/bin/larder"]
