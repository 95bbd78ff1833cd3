package dev.retrain.runtime.trigger;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Long texts made shorter for a memory: what a drift policy keeps grows with the features. */
final class CompressedText {

  private static final String MARK = "deflate:";
  private static final int SHORT = 2048;
  private static final int LONGEST = 64 << 20;

  private CompressedText() {}

  /** Returns a short text as it is, a long one compressed. */
  static String pack(String text) {
    return text.length() <= SHORT ? text : MARK + compress(text);
  }

  static String unpack(String packed) {
    return packed.startsWith(MARK) ? expand(packed.substring(MARK.length())) : packed;
  }

  private static String compress(String text) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
    try {
      deflater.setInput(text.getBytes(StandardCharsets.UTF_8));
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] buffer = new byte[8192];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return Base64.getEncoder().encodeToString(out.toByteArray());
    } finally {
      deflater.end();
    }
  }

  private static String expand(String base64) {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(Base64.getDecoder().decode(base64));
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] buffer = new byte[8192];
      while (!inflater.finished() && out.size() < LONGEST) {
        int read = inflater.inflate(buffer);
        if (read == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
          throw new IllegalArgumentException("a packed text is cut off");
        }
        out.write(buffer, 0, read);
      }
      return out.toString(StandardCharsets.UTF_8);
    } catch (DataFormatException e) {
      throw new IllegalArgumentException("a packed text is damaged: " + e.getMessage(), e);
    } finally {
      inflater.end();
    }
  }
}
