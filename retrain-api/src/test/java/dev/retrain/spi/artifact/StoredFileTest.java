package dev.retrain.spi.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StoredFileTest {

  private static final URI FOLDER = URI.create("s3://bucket/folder");

  private static StoredFile sized(long size) {
    return new StoredFile(URI.create("s3://bucket/a"), size, "1", Optional.empty());
  }

  private static InputStream bytes(int count) {
    return new ByteArrayInputStream(new byte[count]);
  }

  @Test
  void encodesNamesAndDecodesThem() {
    URI child = StoredFile.child(FOLDER, "a b/\u00fc.csv");

    assertThat(child).hasToString("s3://bucket/folder/a%20b/%C3%BC.csv");
    assertThat(new StoredFile(child, 0, "1", Optional.empty()).nameBelow(FOLDER))
        .isEqualTo("a b/\u00fc.csv");
  }

  @Test
  void hasANameOnlyBelowItsFolder() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sized(1).nameBelow(FOLDER))
        .withMessageContaining("does not lie below");
  }

  @Test
  void needsAnEntityTag() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new StoredFile(FOLDER, 1, " ", Optional.empty()))
        .withMessageContaining("entity tag");
  }

  @Test
  void passesAContentOfItsSize() throws IOException {
    assertThat(sized(3).sized(bytes(3)).readAllBytes()).hasSize(3);
  }

  @Test
  void refusesAContentThatEndsEarly() {
    assertThatThrownBy(() -> sized(4).sized(bytes(3)).readAllBytes())
        .isInstanceOf(EOFException.class)
        .hasMessageContaining("ended 1 bytes before");
  }

  @Test
  void refusesAContentThatIsLonger() throws IOException {
    InputStream longer = sized(1).sized(bytes(2));
    assertThat(longer.read()).isZero();
    assertThatThrownBy(longer::read)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is longer than its 1 bytes");
  }

  @Test
  void countsBytesThatAreSkipped() throws IOException {
    InputStream content = sized(4).sized(bytes(3));
    assertThat(content.skip(0)).isZero();
    assertThat(content.skip(3)).isEqualTo(3);
    assertThat(content.markSupported()).isFalse();
    assertThatThrownBy(content::read).isInstanceOf(EOFException.class);
  }
}
