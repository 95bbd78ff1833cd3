package dev.retrain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code retrain resume-run} on the local backend. */
class ResumeRunTest {

  private static final String DIGEST = "@sha256:" + "a".repeat(64);

  @TempDir Path folder;

  @BeforeEach
  void configure() throws Exception {
    write(
        "retrain.yaml",
        "{store: state, backend: {name: local, settings: machine.yaml}, retrainings: []}");
    write(
        "machine.yaml",
        """
        artifactRoot: runs
        images:
          acme/data: [sh, -c, 'echo 1 >> %1$s/data; touch $2/rows.csv']
          acme/train: [sh, -c, 'echo 1 >> %1$s/train; test -e %1$s/fixed && touch $4/model']
        """
            .formatted(folder));
    write(
        "pipeline.yaml",
        """
        retrain: pipeline/v1
        name: weekly
        tags: {Owner: team, Environment: test}
        steps:
          - {name: data, kind: process, image: acme/data%1$s, command: [data], writes: [{rows: dataset}]}
          - {name: train, kind: train, image: acme/train%1$s, command: [train], reads: [rows], writes: [{model: model}]}
        """
            .formatted(DIGEST));
  }

  private void write(String name, String text) throws Exception {
    Files.writeString(folder.resolve(name), text);
  }

  private InProcess.Result run() {
    return InProcess.retrain(
        "run",
        folder.resolve("pipeline.yaml").toString(),
        "--config",
        folder.resolve("retrain.yaml").toString(),
        "--trigger-reason",
        "test",
        "--data-version",
        "1",
        "--output-format",
        "json");
  }

  private InProcess.Result resume(String key, String... more) {
    String[] all = new String[4 + more.length];
    all[0] = "resume-run";
    all[1] = key;
    all[2] = "--config";
    all[3] = folder.resolve("retrain.yaml").toString();
    System.arraycopy(more, 0, all, 4, more.length);
    return InProcess.retrain(all);
  }

  private static String key(InProcess.Result run) {
    Node.Mapping document = (Node.Mapping) Documents.parse(run.out(), "run");
    return ((Node.Text) document.get("run").orElseThrow()).value();
  }

  @Test
  void continuesAFailedRunFromItsFailedStep() throws Exception {
    InProcess.Result failed = run();
    assertThat(failed.exitCode()).as(failed.err()).isEqualTo(ExitCode.FAILED);
    write("fixed", "");

    InProcess.Result resumed = resume(key(failed));

    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    assertThat(resumed.out()).contains("succeeded");
    assertThat(Files.readAllLines(folder.resolve("data"))).hasSize(1);
    assertThat(Files.readAllLines(folder.resolve("train"))).hasSize(2);
  }

  @Test
  void leavesARunThatSucceededAsItIs() throws Exception {
    write("fixed", "");
    InProcess.Result well = run();
    assertThat(well.exitCode()).as(well.err()).isZero();

    InProcess.Result resumed = resume(key(well));

    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    assertThat(resumed.err()).contains("The run is succeeded: only a failed run is resumed.");
    assertThat(Files.readAllLines(folder.resolve("train"))).hasSize(1);
  }

  @Test
  void namesARunThatIsNotThere() {
    InProcess.Result absent = resume("weekly-0123456789abcdef");

    assertThat(absent.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(absent.err()).contains("has no run weekly-0123456789abcdef", "retrain status");
  }
}
