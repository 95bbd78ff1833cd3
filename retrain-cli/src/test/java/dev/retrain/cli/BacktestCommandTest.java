package dev.retrain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BacktestCommandTest {

  private static final String POLICIES = "../examples/policies/";

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int backtest(String... more) {
    String[] all = new String[more.length + 6];
    all[0] = "backtest";
    all[1] = POLICIES + "flights.yaml";
    all[2] = "--history";
    all[3] = "../examples/data/flights-metrics.csv";
    all[4] = "--against";
    all[5] = POLICIES + "guide.yaml";
    System.arraycopy(more, 0, all, 6, more.length);
    return Main.run(new PrintWriter(out), new PrintWriter(err), all);
  }

  @Test
  void printsRunsFiguresChanceAndAssumptions() {
    assertThat(backtest()).as(err.toString()).isZero();

    assertThat(out.toString())
        .contains("flights would have started 8 runs")
        .contains("guide would have started 151 runs", "... and 136 more")
        .containsPattern("by calibration_error above 0.06 +4 +0")
        .containsPattern("hours degraded +169.0 +5.0")
        .containsPattern("flights in place of guide: \\d+ runs added, \\d+ removed, \\d+ kept")
        .contains("guide: at the recorded row counts this policy fires falsely about")
        .contains("degraded: while calibration_error above 0.06")
        .contains("costs: nothing is priced");
  }

  @Test
  void assumptionsArePrintedAndCount() throws Exception {
    Path deserved =
        Files.writeString(
            folder.resolve("deserved.csv"), "from,to\n2001-04-20T00:00:00Z,2001-06-01T00:00:00Z\n");
    Path flags = Files.writeString(folder.resolve("flags.csv"), "time,flag,on\n");

    int code =
        backtest(
            "--deserved",
            deserved.toString(),
            "--flags",
            flags.toString(),
            "--assume-recovery",
            "21d",
            "--rows",
            "2500",
            "--output-format",
            "json");

    assertThat(code).as(err.toString()).isZero();
    assertThat(out.toString())
        .contains("\"falseTriggers\" : 3", "\"change\" : {", "\"kept\" : ")
        .contains("\"metrics\" : \"are no worse than their medians for 21d after a promotion\"")
        .contains("at 2500 rows of 10 features every 1d against 2500 this policy fires falsely");
  }

  @Test
  void aChangeOfPolicyReadsLikeACommentUnderAPullRequest() {
    assertThat(backtest("--output-format", "github")).as(err.toString()).isZero();

    assertThat(out.toString())
        .startsWith("### flights in place of guide: ")
        .contains("| | guide | flights | change |\n|---|--:|--:|--:|\n")
        .contains("| runs started | 151 | 8 | -143 |\n")
        .contains("| days degraded | 0.2 | 7.0 | +6.8 |\n")
        .containsPattern("<details><summary>\\d+ runs removed</summary>")
        .contains("- and ", " more\n")
        .contains("- guide: at the recorded row counts this policy fires falsely about")
        .contains("- costs: nothing is priced");
  }

  @Test
  void aCommentNeedsSomethingToCompareWith() {
    int code =
        Main.run(
            new PrintWriter(out),
            new PrintWriter(err),
            "backtest",
            POLICIES + "flights.yaml",
            "--history",
            "../examples/data/flights-metrics.csv",
            "--output-format",
            "github");

    assertThat(code).isEqualTo(ExitCode.INVALID);
    assertThat(err.toString()).contains("name the second with --against");
  }

  @Test
  void refusesTimesAndRowsThatMakeNoSense() {
    assertThat(backtest("--run-time", "soon")).isEqualTo(ExitCode.FAILED);
    assertThat(backtest("--assume-recovery", "0s")).isEqualTo(ExitCode.FAILED);
    assertThat(backtest("--rows", "0")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString())
        .contains("--run-time: 'soon' is not a duration")
        .contains("--assume-recovery: it must be above 0")
        .contains("--rows: rows, features and the time between windows must be above 0");
  }
}
