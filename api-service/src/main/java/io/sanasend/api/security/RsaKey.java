package io.sanasend.api.security;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jose4j.jwk.RsaJsonWebKey;

/**
 * An RSA key of this service, read from a file: PKCS#8 in PEM form, as {@code openssl genpkey} writes it. {@code toString}
 * shows its id alone.
 *
 * @param id the RFC 7638 thumbprint, which names the key in tokens
 */
public record RsaKey(String id, RSAPrivateCrtKey privateKey, RSAPublicKey publicKey) {

    private static final int MIN_BITS = 2_048;
    private static final int MAX_FILE = 64 * 1_024;
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN PRIVATE KEY-----\\s*([A-Za-z0-9+/=\\s]+?)\\s*-----END PRIVATE KEY-----");

    /**
     * Reads the file.
     *
     * @throws UnusableKey if it cannot be read, or holds no RSA key of at least 2048 bits
     */
    public static RsaKey read(Path file) {
        Matcher pem = PEM.matcher(text(file));
        if (!pem.find()) {
            throw new UnusableKey("holds no private key in PEM form (PKCS#8, not encrypted)");
        }
        try {
            KeyFactory rsa = KeyFactory.getInstance("RSA");
            byte[] encoded = Base64.getMimeDecoder().decode(pem.group(1));
            // An RSA key in PKCS#8 always carries the numbers the public half is made of.
            RSAPrivateCrtKey key = (RSAPrivateCrtKey) rsa.generatePrivate(new PKCS8EncodedKeySpec(encoded));
            BigInteger modulus = key.getModulus();
            if (modulus.bitLength() < MIN_BITS) {
                throw new UnusableKey(
                        "holds a key of " + modulus.bitLength() + " bits; at least " + MIN_BITS + " are needed");
            }
            RSAPublicKey publicKey =
                    (RSAPublicKey) rsa.generatePublic(new RSAPublicKeySpec(modulus, key.getPublicExponent()));
            return new RsaKey(
                    new RsaJsonWebKey(publicKey).calculateBase64urlEncodedThumbprint("SHA-256"), key, publicKey);
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            throw new UnusableKey("holds a key that is not an RSA key");
        }
    }

    private static String text(Path file) {
        try (InputStream content = Files.newInputStream(file)) {
            return new String(content.readNBytes(MAX_FILE), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UnusableKey("cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    @Override
    public String toString() {
        return "RsaKey[" + id + "]";
    }
}
