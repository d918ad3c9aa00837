package io.sanasend.local.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** A directory that looks like a built checkout, whose services are {@link FakeService}s. */
public final class FakeCheckout {

    private static final List<String> JARS = List.of(
            "api-service/target/quarkus-app/quarkus-run.jar",
            "whatsapp-worker/target/whatsapp-worker.jar",
            "whatsapp-simulator/target/whatsapp-simulator.jar");

    private FakeCheckout() {}

    public static Path in(Path directory) throws IOException {
        for (String jar : JARS) {
            pack(directory.resolve(jar));
        }
        return directory;
    }

    private static void pack(Path jar) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, FakeService.class.getName());
        String entry = FakeService.class.getName().replace('.', '/') + ".class";
        Files.createDirectories(jar.getParent());
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream archive = new JarOutputStream(file, manifest);
                InputStream bytes = FakeService.class.getClassLoader().getResourceAsStream(entry)) {
            archive.putNextEntry(new JarEntry(entry));
            archive.write(bytes.readAllBytes());
            archive.closeEntry();
        }
    }
}
