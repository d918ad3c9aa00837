package io.sanasend.simulator.qr;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class QrTest {

    private static final String TEXT = "https://wa.me/settings/linked_devices#2@" + "Ab3+/".repeat(25) + ",n,i,s,1";

    private static ByteArrayInputStream picture(String text, Color dark, Color light, int type) throws IOException {
        QrMatrix matrix = QrMatrix.of(text);
        int scale = 5;
        int margin = 30;
        int size = matrix.rows().size() * scale + 2 * margin;
        BufferedImage image = new BufferedImage(size, size, type);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(light);
        graphics.fillRect(0, 0, size, size);
        graphics.setColor(dark);
        for (int y = 0; y < matrix.rows().size(); y++) {
            for (int x = 0; x < matrix.rows().get(y).length(); x++) {
                if (matrix.rows().get(y).charAt(x) == '1') {
                    graphics.fillRect(margin + x * scale, margin + y * scale, scale, scale);
                }
            }
        }
        graphics.dispose();
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(image, "png", png);
        return new ByteArrayInputStream(png.toByteArray());
    }

    @Test
    void drawnCodeIsReadBack() throws IOException {
        assertThat(QrReader.read(picture(TEXT, Color.BLACK, Color.WHITE, BufferedImage.TYPE_INT_RGB)))
                .contains(TEXT);
    }

    @Test
    void lightCodeOnDarkGroundIsReadAsWell() throws IOException {
        assertThat(QrReader.read(picture(TEXT, Color.WHITE, new Color(20, 30, 40), BufferedImage.TYPE_INT_RGB)))
                .contains(TEXT);
    }

    @Test
    void transparentGroundCountsAsWhite() throws IOException {
        assertThat(QrReader.read(picture(TEXT, Color.BLACK, new Color(0, 0, 0, 0), BufferedImage.TYPE_INT_ARGB)))
                .contains(TEXT);
    }

    @Test
    void picturesWithoutACodeAndOtherBytesGiveNothing() throws IOException {
        BufferedImage blank = new BufferedImage(50, 50, BufferedImage.TYPE_INT_RGB);
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(blank, "png", png);

        assertThat(QrReader.read(new ByteArrayInputStream(png.toByteArray()))).isEmpty();
        assertThat(QrReader.read(new ByteArrayInputStream("no picture".getBytes(StandardCharsets.UTF_8))))
                .isEmpty();
    }
}
