# The worker with Chromium. Build from the root of the checkout:
#   docker build -f docker/whatsapp-worker.Dockerfile -t sanasend/worker .

FROM maven:3.9-eclipse-temurin-25 AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends nodejs npm \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2 --mount=type=cache,target=/root/.npm \
    mvn -q -B -Dmaven.test.skip=true -pl whatsapp-worker -am package

FROM eclipse-temurin:25-jre AS java

# Debian, because it has the headless shell of Chromium with its security updates; rebuild the image to get them.
FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        chromium-headless-shell chromium-driver ca-certificates fonts-liberation fonts-noto-color-emoji procps \
    && rm -rf /var/lib/apt/lists/*
COPY --from=java /opt/java/openjdk /opt/java/openjdk
RUN groupadd --gid 10001 sanasend \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /tmp --shell /usr/sbin/nologin sanasend \
    && install -d -o 10001 -g 10001 -m 0700 /data
COPY docker/health.sh /opt/sanasend/health.sh
COPY --from=build /src/whatsapp-worker/target/lib/ /opt/sanasend/worker/lib/
COPY --from=build /src/whatsapp-worker/target/whatsapp-worker.jar /opt/sanasend/worker/
USER 10001:10001
# HOME: the browser writes caches there, and the file system may be read-only elsewhere.
ENV PATH=/opt/java/openjdk/bin:$PATH \
    HOME=/tmp \
    SANASEND_WORKER_HOST=0.0.0.0 \
    SANASEND_WORKER_PORT=3000 \
    SANASEND_WORKER_DATA=/data \
    SANASEND_LOG_FORMAT=json
HEALTHCHECK --interval=10s --timeout=6s --start-period=30s --retries=3 \
    CMD ["/opt/sanasend/health.sh", "3000", "/health"]
# The browsers need the container's memory, not the JVM.
ENTRYPOINT ["java", "-Xmx256m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError", "-jar", "/opt/sanasend/worker/whatsapp-worker.jar"]
