package dev.retrain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlReportsTest {

  @TempDir Path folder;

  @Test
  void writesADriftReportAgainstDataAndAgainstItsProfile() throws Exception {
    Path reference = csv("a.csv", 0);
    Path current = csv("b.csv", 2);
    Path profile = folder.resolve("profile.json");
    assertThat(retrain("profile", reference.toString(), "--output", profile.toString())).isZero();

    for (Path side : new Path[] {reference, profile}) {
      Path page = folder.resolve("out/" + side.getFileName() + ".html");
      int code =
          retrain(
              "check-drift",
              "--reference",
              side.toString(),
              "--current",
              current.toString(),
              "--html",
              page.toString());

      assertThat(code).isZero();
      assertThat(page)
          .content()
          .startsWith("<!doctype html>")
          .contains("Drift of b.csv from " + side.getFileName())
          .contains("Share of the values of x", "1 feature differs");
    }
  }

  private static int retrain(String... arguments) {
    return InProcess.retrain(arguments).exitCode();
  }

  private Path csv(String name, double shift) throws Exception {
    SplittableRandom random = new SplittableRandom(name.hashCode());
    StringBuilder text = new StringBuilder("x,colour\n");
    for (int row = 0; row < 1000; row++) {
      text.append(random.nextGaussian() + shift)
          .append(random.nextInt(3) == 0 ? ",red\n" : ",blue\n");
    }
    return Files.writeString(folder.resolve(name), text);
  }
}
