package io.sanasend.api.security;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Settings of a test: these proxies and keys, everything else as by default. */
record Settings(List<String> proxies, Path jwtKeyFile, List<Path> retired) implements SecurityConfig {

    static Settings behind(List<String> proxies) {
        return new Settings(proxies, Path.of("none"), List.of());
    }

    static Settings with(Path key, List<Path> retired) {
        return new Settings(List.of(), key, retired);
    }

    @Override
    public Optional<List<String>> trustedProxies() {
        return Optional.of(proxies);
    }

    @Override
    public Optional<List<Path>> jwtRetiredKeyFiles() {
        return Optional.of(retired);
    }

    @Override
    public Duration accessTokenLife() {
        return Duration.ofMinutes(15);
    }

    @Override
    public int rememberedTokens() {
        return 100;
    }

    @Override
    public Duration refreshTokenLife() {
        return Duration.ofDays(14);
    }

    @Override
    public int maxLoginsPerUser() {
        return 100;
    }

    @Override
    public int loginAttemptsPerAccount() {
        return 10;
    }

    @Override
    public int loginAttemptsPerAddress() {
        return 50;
    }

    @Override
    public Duration loginWindow() {
        return Duration.ofMinutes(15);
    }

    @Override
    public Duration loginFirstPause() {
        return Duration.ofSeconds(1);
    }

    @Override
    public Duration loginLongestPause() {
        return Duration.ofSeconds(30);
    }
}
