package io.sanasend.api.session;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Map;
import javax.imageio.ImageIO;

/** Draws the text of a QR code. */
final class QrImage {

    private static final int EDGE = 320;
    private static final int QUIET_ZONE = 4;
    private static final int BLACK = 0x000000;
    private static final int WHITE = 0xFFFFFF;
    private static final Map<EncodeHintType, Object> HINTS =
            Map.of(EncodeHintType.MARGIN, QUIET_ZONE, EncodeHintType.ERROR_CORRECTION, ErrorCorrectionLevel.L);

    private QrImage() {}

    /** A PNG, black on white, with the quiet zone scanners need. */
    static byte[] png(String payload) {
        BitMatrix matrix = matrixOf(payload);
        BufferedImage image = new BufferedImage(matrix.getWidth(), matrix.getHeight(), BufferedImage.TYPE_BYTE_BINARY);
        for (int y = 0; y < matrix.getHeight(); y++) {
            for (int x = 0; x < matrix.getWidth(); x++) {
                image.setRGB(x, y, matrix.get(x, y) ? BLACK : WHITE);
            }
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", png);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return png.toByteArray();
    }

    /** An SVG of the same picture: one path, one unit a module. */
    static String svg(String payload) {
        ByteMatrix modules = modulesOf(payload);
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < modules.getHeight(); y++) {
            int x = 0;
            while (x < modules.getWidth()) {
                int end = x;
                while (end < modules.getWidth() && modules.get(end, y) == 1) {
                    end++;
                }
                if (end > x) {
                    path.append("M%d %dh%dv1H%dz".formatted(x + QUIET_ZONE, y + QUIET_ZONE, end - x, x + QUIET_ZONE));
                }
                x = end + 1;
            }
        }
        int edge = modules.getWidth() + 2 * QUIET_ZONE;
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %1$d" width="%2$d" height="%2$d" \
                shape-rendering="crispEdges" role="img" aria-label="QR code">\
                <rect width="%1$d" height="%1$d" fill="#fff"/><path d="%3$s"/></svg>
                """.formatted(edge, EDGE, path);
    }

    /** The PNG as a {@code data:} URL. */
    static String dataUrl(String payload) {
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(png(payload));
    }

    private static ByteMatrix modulesOf(String payload) {
        try {
            return Encoder.encode(payload, ErrorCorrectionLevel.L).getMatrix();
        } catch (WriterException e) {
            throw tooLong(e);
        }
    }

    private static BitMatrix matrixOf(String payload) {
        try {
            return new QRCodeWriter().encode(payload, BarcodeFormat.QR_CODE, EDGE, EDGE, HINTS);
        } catch (WriterException e) {
            throw tooLong(e);
        }
    }

    private static IllegalStateException tooLong(WriterException e) {
        return new IllegalStateException("WhatsApp's QR texts fit into a QR code", e);
    }
}
