package io.sanasend.api.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.LuminanceSource;
import com.google.zxing.NotFoundException;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.GlobalHistogramBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.util.Arrays;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class QrImageTest {

    private static final int PIXELS = 4;
    private static final Pattern RUN = Pattern.compile("M(\\d+) (\\d+)h(\\d+)v1H\\1z");
    private static final Pattern EDGE = Pattern.compile("viewBox=\"0 0 (\\d+) \\1\"");

    @Test
    void drawsWhatAReaderReads() throws ReaderException {
        String payload = "https://wa.me/settings/linked_devices#2@" + "Ab9/+".repeat(40) + ",key,key,secret,1";

        assertThat(read(QrImage.svg(payload))).isEqualTo(payload);
    }

    @Test
    void drawsNothingButOnePath() {
        String svg = QrImage.svg("text");
        String path = svg.replaceAll("(?s).* d=\"([^\"]*)\".*", "$1");

        assertThat(svg.split("<path ")).hasSize(2);
        assertThat(RUN.matcher(path).replaceAll("")).isEmpty();
    }

    private static String read(String svg) throws ReaderException {
        int edge = EDGE.matcher(svg)
                        .results()
                        .map(found -> Integer.parseInt(found.group(1)))
                        .findFirst()
                        .orElseThrow()
                * PIXELS;
        int[] pixels = new int[edge * edge];
        Arrays.fill(pixels, 0xFFFFFF);
        RUN.matcher(svg).results().forEach(run -> fill(pixels, edge, run));
        return decode(new RGBLuminanceSource(edge, edge, pixels));
    }

    private static void fill(int[] pixels, int edge, MatchResult run) {
        int x = Integer.parseInt(run.group(1)) * PIXELS;
        int y = Integer.parseInt(run.group(2)) * PIXELS;
        int width = Integer.parseInt(run.group(3)) * PIXELS;
        for (int row = y; row < y + PIXELS; row++) {
            Arrays.fill(pixels, row * edge + x, row * edge + x + width, 0);
        }
    }

    private static String decode(LuminanceSource source) throws ReaderException {
        try {
            return new QRCodeReader()
                    .decode(new BinaryBitmap(new GlobalHistogramBinarizer(source)))
                    .getText();
        } catch (NotFoundException e) {
            throw new AssertionError("no QR code is in the drawing", e);
        }
    }
}
