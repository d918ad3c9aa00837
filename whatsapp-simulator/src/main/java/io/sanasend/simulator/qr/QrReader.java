package io.sanasend.simulator.qr;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.LuminanceSource;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** Reads the QR code in a picture, such as a screenshot of a console or a photo of a screen. */
public final class QrReader {

    /** A picture unpacked takes four bytes a pixel; this keeps it under 160 MB. */
    private static final long MOST_PIXELS = 40_000_000;

    private static final Map<DecodeHintType, Object> HINTS =
            Map.of(DecodeHintType.TRY_HARDER, true, DecodeHintType.CHARACTER_SET, "UTF-8");

    private QrReader() {}

    /** The text of the code; empty when this is no picture, too large a one, or one without a code. */
    public static Optional<String> read(InputStream picture) throws IOException {
        Optional<BufferedImage> image = decode(picture);
        if (image.isEmpty()) {
            return Optional.empty();
        }
        LuminanceSource source = luminance(image.get());
        // A dark theme shows the code light on dark.
        return read(source).or(() -> read(source.invert()));
    }

    private static Optional<String> read(LuminanceSource source) {
        try {
            return Optional.of(new QRCodeReader()
                    .decode(new BinaryBitmap(new HybridBinarizer(source)), HINTS)
                    .getText());
        } catch (ReaderException _) {
            return Optional.empty();
        }
    }

    private static Optional<BufferedImage> decode(InputStream picture) throws IOException {
        try (ImageInputStream input = ImageIO.createImageInputStream(picture)) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(input);
            if (!readers.hasNext()) {
                return Optional.empty();
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(input);
                Dimension size = new Dimension(reader.getWidth(0), reader.getHeight(0));
                boolean fits = (long) size.width * size.height <= MOST_PIXELS;
                return fits ? Optional.of(reader.read(0)) : Optional.empty();
            } finally {
                reader.dispose();
            }
        }
    }

    private static LuminanceSource luminance(BufferedImage image) {
        // Transparent parts of a PNG are white on every screen, but black as bare numbers.
        BufferedImage opaque = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = opaque.createGraphics();
        graphics.drawImage(image, 0, 0, Color.WHITE, null);
        graphics.dispose();
        int[] pixels = opaque.getRGB(0, 0, opaque.getWidth(), opaque.getHeight(), null, 0, opaque.getWidth());
        return new RGBLuminanceSource(opaque.getWidth(), opaque.getHeight(), pixels);
    }
}
