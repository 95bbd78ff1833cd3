package dev.retrain.drift.profile;

import static dev.retrain.drift.profile.ProfileTest.mixed;
import static dev.retrain.drift.profile.ProfileTest.numeric;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.retrain.api.error.DataProblem;
import dev.retrain.api.error.InvalidDefinitionException;
import dev.retrain.drift.data.ColumnKind;
import dev.retrain.drift.data.ColumnRole;
import dev.retrain.drift.data.Dataset;
import dev.retrain.drift.data.KindMismatch;
import dev.retrain.drift.data.NumericColumn;
import dev.retrain.drift.data.ReadOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileFileTest {
  @TempDir Path folder;

  private final Profile profile =
      Profile.of(
          mixed(5000, 3)
              .with("s", NumericColumn.of(new double[5000]))
              .with("nothing", NumericColumn.of(nan(5000)))
              .withRole("x", ColumnRole.TARGET)
              .withRole("s", ColumnRole.SENSITIVE));

  @Test
  void aFileMayBeReadByWhoeverMayReadOthersOfItsFolder() throws IOException {
    assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"));
    Path plain = Files.writeString(folder.resolve("plain"), "");
    Path written = folder.resolve("x.profile.json");
    Profile.of(Dataset.builder().numeric("x", 1).build()).write(written);

    assertThat(Files.getPosixFilePermissions(written))
        .isEqualTo(Files.getPosixFilePermissions(plain));
  }

  @Test
  void bothFormsAreReadBackWhole() {
    for (String name : new String[] {"profile.json", "profile.bin"}) {
      Path file = folder.resolve(name);
      profile.write(file);
      Profile read = Profile.read(file);

      assertThat(read.toJson()).isEqualTo(profile.toJson());
      assertThat(read.toBytes()).isEqualTo(profile.toBytes());
      assertThat(read.roles()).isEqualTo(profile.roles());
      assertThat(numeric(read, "x").quantiles()).isEqualTo(numeric(profile, "x").quantiles());
      assertThat(numeric(read, "x").histogram()).isEqualTo(numeric(profile, "x").histogram());
      assertThat(numeric(read, "nothing").min()).isEmpty();
    }
  }

  @Test
  void aProfileReadBackCanBeMerged() {
    Profile merged = Profile.fromBytes(profile.toBytes()).merge(Profile.fromJson(profile.toJson()));

    assertThat(merged.rows()).isEqualTo(10_000);
    assertThat(numeric(merged, "x").histogram().total())
        .isEqualTo(2 * numeric(profile, "x").histogram().total());
  }

  @Test
  void sameDataGivesSameBytes() {
    assertThat(Profile.of(mixed(5000, 3)).toBytes())
        .isEqualTo(Profile.of(mixed(5000, 3)).toBytes());
  }

  @Test
  void aFileShowsNothingOfASensitiveColumn() {
    String[] names = new String[50];
    Arrays.setAll(names, i -> i < 5 ? null : "person" + i);
    Dataset people =
        Dataset.builder()
            .categorical("name", names)
            .numeric("age", Arrays.stream(new int[50]).mapToDouble(i -> 4711).toArray())
            .role("name", ColumnRole.SENSITIVE)
            .role("age", ColumnRole.SENSITIVE)
            .build();
    String json = Profile.of(people).toJson();

    assertThat(json).doesNotContain("person").doesNotContain("4711");
    SensitiveProfile name = (SensitiveProfile) Profile.fromJson(json).column("name");
    assertThat(name.suppressed()).isTrue();
    assertThat(name.merge(name).suppressed()).isTrue();
    assertThat(json)
        .contains("\"of\" : \"categorical\"".replace(" : ", json.contains("\" : ") ? " : " : ": "));
  }

  @Test
  void namesWhatIsWrongWithAFile() throws IOException {
    Path file = folder.resolve("p.json");
    assertThatThrownBy(() -> Profile.read(file))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("p.json");
    Files.writeString(file, "{\"version\": 1, \"rows\": -1}");
    assertThatThrownBy(() -> Profile.read(file))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining("columns")
        .hasMessageContaining("rows");
    assertThatThrownBy(() -> Profile.fromBytes(new byte[] {1, 2, 3})).hasMessageContaining("RTPF");
    byte[] newer = profile.toBytes();
    newer[7] = 99;
    assertThatThrownBy(() -> Profile.fromBytes(newer)).hasMessageContaining("version 99");
    assertThatThrownBy(() -> Profile.fromBytes(Arrays.copyOf(profile.toBytes(), 100)))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("damaged");
    String broken = profile.toJson().replaceFirst("\"sketch\"( ?): \"AAA", "\"sketch\"$1: \"////");
    assertThatThrownBy(() -> Profile.fromJson(broken))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining("KLL");
  }

  @Test
  void aFileOfManyBatchesIsCountedExactly() {
    Dataset data = mixed(5000, 4);
    Path file = folder.resolve("d.csv");
    data.writeCsv(file);
    Profile streamed =
        Profile.of(file, ReadOptions.standard().blockBytes(4000), ProfileOptions.standard());
    Profile whole = Profile.of(data);

    assertThat(streamed.rows()).isEqualTo(5000);
    Histogram histogram = numeric(streamed, "x").histogram();
    assertThat(histogram.isExact()).isTrue();
    assertThat(histogram)
        .isEqualTo(Histogram.count(histogram.edges(), data.numeric("x").present()));
    assertThat(numeric(streamed, "x").counts()).isEqualTo(numeric(whole, "x").counts());
    assertThat(streamed.column("t")).isEqualTo(whole.column("t"));
    assertThat(numeric(Profile.of(file), "x").histogram())
        .isEqualTo(numeric(whole, "x").histogram());
  }

  @Test
  void widensAKindThatTurnsOutWrongUnlessItWasGiven() throws IOException {
    Path file = Files.writeString(folder.resolve("w.csv"), "a\n" + "1\n".repeat(100) + "oops\n");
    ReadOptions small = ReadOptions.standard().blockBytes(64);

    assertThat(Profile.of(file, small, ProfileOptions.standard()).column("a").kind())
        .isEqualTo(ColumnKind.CATEGORICAL);
    assertThat(
            Profile.of(
                    file,
                    small.preferredKinds(Map.of("a", ColumnKind.NUMERIC)),
                    ProfileOptions.standard())
                .column("a")
                .kind())
        .isEqualTo(ColumnKind.CATEGORICAL);
    assertThatThrownBy(
            () ->
                Profile.of(
                    file, small.kinds(Map.of("a", ColumnKind.NUMERIC)), ProfileOptions.standard()))
        .isInstanceOf(KindMismatch.class)
        .hasMessageContaining("row 101");
  }

  @Test
  void tellsHowToReadWhatIsComparedWithIt() {
    ReadOptions options = profile.readOptions();

    assertThat(options.kinds()).containsEntry("b", ColumnKind.BOOLEAN);
    assertThat(options.strict()).isFalse();
    assertThat(options.roles().isSensitive("s")).isTrue();
  }

  private static double[] nan(int n) {
    double[] values = new double[n];
    Arrays.fill(values, Double.NaN);
    return values;
  }
}
