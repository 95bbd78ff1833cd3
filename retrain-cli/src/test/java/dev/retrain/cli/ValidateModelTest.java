package dev.retrain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code validate-model} answers yes, no, or that it cannot tell. */
class ValidateModelTest {

  @TempDir Path folder;

  private InProcess.Result validate(String... limits) throws Exception {
    Path metrics = Files.writeString(folder.resolve("metrics.json"), "{\"auc\": 0.7}");
    String[] arguments = new String[limits.length + 3];
    arguments[0] = "validate-model";
    arguments[1] = "--metrics";
    arguments[2] = metrics.toString();
    System.arraycopy(limits, 0, arguments, 3, limits.length);
    return InProcess.retrain(arguments);
  }

  @Test
  void aMissingMetricIsUndecided() throws Exception {
    InProcess.Result result = validate("--min-auc", "0.6", "--max", "error_rate=0.1");

    assertThat(result.exitCode()).as(result.out()).isEqualTo(ExitCode.UNDECIDED);
    assertThat(result.out()).contains("error_rate <= 0.1 is undecided", "undecided");
  }

  @Test
  void aLimitThatIsBrokenDecidesWhateverIsMissing() throws Exception {
    InProcess.Result result =
        validate("--min-auc", "0.8", "--max", "error_rate=0.1", "--output-format", "json");

    assertThat(result.exitCode()).as(result.out()).isEqualTo(ExitCode.NO);
    assertThat(result.out()).contains("\"outcome\" : \"rejected\"");
  }
}
