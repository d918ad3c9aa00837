# The public API. Build from the root of the checkout:
#   docker build -f docker/api-service.Dockerfile -t sanasend/api .

FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2 \
    mvn -q -B -Dmaven.test.skip=true -pl api-service -am package

FROM eclipse-temurin:25-jre
# A number and not a name, so that Kubernetes' runAsNonRoot can check it. The media directory is a volume in compose.
RUN groupadd --gid 10001 sanasend \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /tmp --shell /usr/sbin/nologin sanasend \
    && install -d -o 10001 -g 10001 -m 0700 /data/media
COPY docker/health.sh /opt/sanasend/health.sh
COPY --from=build /src/api-service/target/quarkus-app/ /opt/sanasend/api/
USER 10001:10001
ENV SANASEND_API_HOST=0.0.0.0 \
    SANASEND_API_PORT=8080 \
    SANASEND_MEDIA_DIR=/data/media \
    SANASEND_LOG_FORMAT=json
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=6s --start-period=60s --retries=3 \
    CMD ["/opt/sanasend/health.sh", "8080", "/health/ready"]
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=70", "-XX:+ExitOnOutOfMemoryError", "-jar", "/opt/sanasend/api/quarkus-run.jar"]
