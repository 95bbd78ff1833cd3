package dev.retrain.cli.goldens;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.cli.InProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Exported decision logs verify, and decide the same again. */
class LogGoldensTest {

  /** Ends a command whose answer is no. */
  private static final int NO = 3;

  @TempDir Path folder;

  private String log(String name) throws IOException {
    return Goldens.copy("logs/" + name, folder).toString();
  }

  @ParameterizedTest
  @CsvSource({"demo.jsonl.gz, 110", "store.jsonl.gz, 287", "signed.jsonl, 16"})
  void verifyAndReplay(String name, int entries) throws Exception {
    String log = log(name);

    assertThat(Goldens.retrain("audit", "verify", log, "--output-format", "json"))
        .contains("\"intact\" : true", "\"entries\" : " + entries);
    assertThat(DocumentLeaves.of(Goldens.retrain("replay", log, "--output-format", "json")))
        .containsOnlyKeys("/entries")
        .containsEntry("/entries", Integer.toString(entries));
  }

  @Test
  void signaturesHold() throws Exception {
    String key = log("public.pem");

    assertThat(
            DocumentLeaves.of(
                Goldens.retrain(
                    "audit",
                    "verify",
                    log("signed.jsonl"),
                    "--public-key",
                    key,
                    "--output-format",
                    "json")))
        .containsEntry("/chains[0]/signed", "16")
        .containsEntry("/chains[0]/entries", "16");
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo.jsonl.gz", "store.jsonl.gz", "signed.jsonl"})
  void aByteThatIsChangedIsFound(String name) throws Exception {
    Path log = Path.of(log(name));
    byte[] bytes = Files.readAllBytes(log);
    bytes[bytes.length / 2] ^= 1;
    Files.write(log, bytes);

    assertThat(InProcess.retrain("audit", "verify", log.toString()).exitCode()).isEqualTo(NO);
  }

  @Test
  void whyIsToldFromTheLogAlone() throws Exception {
    assertThat(
            Goldens.retrain(
                "why",
                "flight-delays@11",
                "--log",
                log("demo.jsonl.gz"),
                "--output-format",
                "json"))
        .contains("\"version\" : \"11\"", "flight-delays-1fbd356dbe35d24e");
  }
}
