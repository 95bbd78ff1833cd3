package dev.retrain.drift.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.drift.schema.Anomaly;
import dev.retrain.drift.schema.Schema;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LargeFileTest {
  private static final int HEAP_MIB = 32;
  private static final int COPIES = 5 * HEAP_MIB + 1;
  private static final int ROWS_PER_COPY = 23_000;

  @TempDir Path folder;

  @Test
  void profilesAndValidatesAFileOfFiveTimesTheHeap() throws IOException, InterruptedException {
    Path file = folder.resolve("large.csv");
    write(file);
    assertThat(Files.size(file)).isGreaterThan(5L * HEAP_MIB << 20);

    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + HEAP_MIB + "m",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                file.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(child.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(output).endsWith("rows " + COPIES * ROWS_PER_COPY + " exact true anomalies 1");
  }

  private static void write(Path file) throws IOException {
    Random random = new Random(1);
    StringBuilder copy = new StringBuilder();
    for (int row = 0; row < ROWS_PER_COPY; row++) {
      copy.append("carrier").append(random.nextInt(20)).append(',');
      copy.append(random.nextGaussian()).append(',').append(random.nextGaussian()).append('\n');
    }
    byte[] bytes = copy.toString().getBytes(StandardCharsets.US_ASCII);
    assertThat(bytes.length).isGreaterThan(1_000_000);
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write("carrier,x,y\n".getBytes(StandardCharsets.US_ASCII));
      for (int i = 0; i < COPIES; i++) {
        out.write(bytes);
      }
    }
  }

  /** Runs in the small heap. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) {
      Path file = Path.of(args[0]);
      Profile profile = Profile.of(file); // streams the file twice
      Histogram histogram = ((NumericProfile) profile.column("x")).histogram();
      List<Anomaly> anomalies = narrow(profile).validate(file); // streams it once more
      System.out.print("rows " + profile.rows() + " exact " + histogram.isExact());
      System.out.print(" anomalies " + anomalies.size());
    }

    /** A schema that two thirds of the rows of x do not meet. */
    private static Schema narrow(Profile profile) {
      return new Schema(
          Schema.infer(profile).columns().stream()
              .map(column -> column.name().equals("x") ? column.range(-0.4, 0.4) : column)
              .toList());
    }
  }
}
