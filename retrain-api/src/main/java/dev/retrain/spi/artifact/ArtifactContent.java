package dev.retrain.spi.artifact;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What is written to a file. Can be read more than once, because a request may be repeated. */
public interface ArtifactContent {

  /** Returns the number of bytes. */
  long size();

  /**
   * Opens the content from its beginning.
   *
   * @throws IOException if it cannot be read
   */
  InputStream open() throws IOException;

  /** Returns a text in UTF-8. */
  static ArtifactContent of(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new ArtifactContent() {
      @Override
      public long size() {
        return bytes.length;
      }

      @Override
      public InputStream open() {
        return new ByteArrayInputStream(bytes);
      }
    };
  }

  /**
   * Returns the content of a local file, which must not change while it is written.
   *
   * @throws IOException if it cannot be read
   */
  static ArtifactContent of(Path file) throws IOException {
    long size = Files.size(file);
    return new ArtifactContent() {
      @Override
      public long size() {
        return size;
      }

      @Override
      public InputStream open() throws IOException {
        return Files.newInputStream(file);
      }
    };
  }
}
