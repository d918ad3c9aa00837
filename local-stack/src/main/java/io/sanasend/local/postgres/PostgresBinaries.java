package io.sanasend.local.postgres;

import io.sanasend.local.files.PrivateDirectory;
import io.zonky.test.db.postgres.embedded.PgBinaryResolver;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Where PostgreSQL comes from and where it is unpacked: from the class path, once per user, for all data directories.
 *
 * <p>The library's own resolver refuses to work when the archive is on the class path twice, which happens when this
 * module's jar (whose manifest names its libraries) is used by the tests of another module.
 */
final class PostgresBinaries implements PgBinaryResolver {

    /** One object, because the library remembers by resolver what it has unpacked. */
    static final PostgresBinaries INSTANCE = new PostgresBinaries();

    private static final String LIBRARY_SETTING = "ot.epg.working-dir";

    private PostgresBinaries() {}

    @Override
    public InputStream getPgBinary(String system, String hardware) throws IOException {
        String architecture = switch (hardware) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm_64";
            default -> hardware;
        };
        String archive = "postgres-" + system.toLowerCase(Locale.ROOT) + "-" + architecture + ".txz";
        InputStream found = PostgresBinaries.class.getClassLoader().getResourceAsStream(archive);
        if (found == null) {
            throw new FileNotFoundException("there is no PostgreSQL for this machine on the class path: " + archive);
        }
        return found;
    }

    /**
     * Makes the library unpack below the user's own cache. Its default is a directory in the shared temporary directory
     * that it opens to everybody, where another user of the machine could put programs of his own.
     */
    static void usePrivateCache() {
        if (System.getProperty(LIBRARY_SETTING) == null) {
            Path cache = Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                    .filter(home -> !home.isBlank())
                    .map(Path::of)
                    .orElse(Path.of(System.getProperty("user.home"), ".cache"));
            PrivateDirectory ours = new PrivateDirectory(cache.resolve("sanasend"));
            System.setProperty(LIBRARY_SETTING, ours.file("postgres").toString());
        }
    }
}
