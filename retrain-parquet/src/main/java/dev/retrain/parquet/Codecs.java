package dev.retrain.parquet;

import io.airlift.compress.Decompressor;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.airlift.compress.snappy.SnappyDecompressor;
import io.airlift.compress.zstd.ZstdDecompressor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * Decompresses pages in pure Java, in place of the codecs that parquet-java looks up through
 * Hadoop; safe for use by several threads.
 */
final class Codecs implements CompressionCodecFactory {
  /** Writers cut pages at about a mebibyte; a larger size than this is damage. */
  private static final int LARGEST_PAGE = 1 << 30;

  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName codec) {
    throw new UnsupportedOperationException("retrain-parquet only reads");
  }

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
    return switch (codec) {
      case UNCOMPRESSED -> new Pages((from, to) -> to.put(from));
      case SNAPPY -> new Pages((from, to) -> inflate(new SnappyDecompressor(), from, to));
      case ZSTD -> new Pages((from, to) -> inflate(new ZstdDecompressor(), from, to));
      case LZ4_RAW -> new Pages((from, to) -> inflate(new Lz4Decompressor(), from, to));
      case LZ4 -> new Pages(Codecs::framedLz4);
      case GZIP -> new Pages(Codecs::gunzip);
      default ->
          throw new Undecodable(
              "its pages are compressed by "
                  + codec
                  + "; known: UNCOMPRESSED, SNAPPY, ZSTD, LZ4, LZ4_RAW, GZIP");
    };
  }

  @Override
  public void release() {}

  private static void inflate(Decompressor codec, ByteBuffer from, ByteBuffer to) {
    codec.decompress(from, to);
  }

  /**
   * The codec of Hadoop puts before each block how long it is unpacked and packed, as 32-bit
   * numbers, big end first; other writers of the same codec do not.
   */
  private static void framedLz4(ByteBuffer from, ByteBuffer to) {
    ByteBuffer blocks = from.duplicate().order(ByteOrder.BIG_ENDIAN);
    if (!isFramed(blocks.duplicate().order(ByteOrder.BIG_ENDIAN), to.remaining())) {
      inflate(new Lz4Decompressor(), from, to);
      return;
    }
    while (blocks.remaining() > 8) {
      blocks.getInt();
      int packed = blocks.getInt();
      inflate(new Lz4Decompressor(), blocks.slice(blocks.position(), packed), to);
      blocks.position(blocks.position() + packed);
    }
  }

  private static boolean isFramed(ByteBuffer blocks, int size) {
    long plain = 0;
    while (blocks.remaining() >= 8) {
      plain += blocks.getInt();
      int packed = blocks.getInt();
      if (packed < 0 || packed > blocks.remaining() || plain > size) {
        return false;
      }
      blocks.position(blocks.position() + packed);
    }
    return !blocks.hasRemaining() && plain == size;
  }

  private static void gunzip(ByteBuffer from, ByteBuffer to) throws IOException {
    byte[] packed = new byte[from.remaining()];
    from.get(packed);
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      to.put(in.readNBytes(to.remaining()));
    }
  }

  private interface Inflater {
    void inflate(ByteBuffer from, ByteBuffer to) throws IOException;
  }

  private static final class Pages implements BytesInputDecompressor {
    private final Inflater inflater;

    Pages(Inflater inflater) {
      this.inflater = inflater;
    }

    @Override
    public BytesInput decompress(BytesInput packed, int size) throws IOException {
      if (size < 0 || size > LARGEST_PAGE) {
        throw new Undecodable("a page states a size of " + size + " bytes");
      }
      if (size == 0) {
        return BytesInput.empty();
      }
      ByteBuffer plain = ByteBuffer.allocate(size);
      inflater.inflate(packed.toInputStream().slice((int) packed.size()), plain);
      return BytesInput.from(plain.flip());
    }

    @Override
    public void decompress(ByteBuffer from, int packedSize, ByteBuffer to, int size)
        throws IOException {
      inflater.inflate(from, to);
    }

    @Override
    public void release() {}
  }
}
