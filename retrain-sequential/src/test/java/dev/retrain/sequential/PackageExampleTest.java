package dev.retrain.sequential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.metric.Direction;
import dev.retrain.api.metric.Margin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Runs the example of the package page, and compares its text with the page. */
class PackageExampleTest {
  @Test
  void exampleOfThePackagePageReportsAThreefoldErrorRate() {
    // example
    // At most 5 % of healthy canaries are reported as harmful, however often this loop runs.
    ProportionDifference errors =
        new ProportionDifference(
            Direction.LOWER_IS_BETTER, Margin.absolute(0), Margin.absolute(0.01), 0.05);
    SplittableRandom random = new SplittableRandom(1);
    ProportionDifference.State state = errors.start();
    long canary = 0;
    long champion = 0;
    int look = 0;
    while (errors.read(state).outcome() != TestOutcome.HARMFUL) {
      look++;
      for (int request = 0; request < 1_000; request++) {
        canary += random.nextDouble() < 0.03 ? 1 : 0;
        champion += random.nextDouble() < 0.01 ? 1 : 0;
      }
      EventCount canaryErrors = new EventCount(canary, 1_000L * look);
      EventCount championErrors = new EventCount(champion, 1_000L * look);
      state = errors.observe(state, new Arms<>(canaryErrors, championErrors));
    }
    TestReading reading = errors.read(state);
    System.out.printf(
        "Harmful after %d looks: the error rate is %.3f higher (95 %%: %.3f to %.3f).%n",
        look, reading.estimate(), reading.interval().lower(), reading.interval().upper());
    // end
    assertThat(look).isBetween(1, 10);
    assertThat(reading.interval().lower()).isPositive();
  }

  @Test
  void packagePageShowsTheExampleThatRuns() throws IOException {
    String test =
        Files.readString(Path.of("src/test/java/dev/retrain/sequential/PackageExampleTest.java"));
    String example =
        test.substring(test.indexOf("// example\n") + 11, test.indexOf("    // end\n"))
            .replaceAll("(?m)^ {4}", "");
    String page =
        Files.readString(Path.of("src/main/java/dev/retrain/sequential/package-info.java"))
            .replaceAll("(?m)^ \\* ?", "");
    assertThat(page).contains(example);
  }
}
