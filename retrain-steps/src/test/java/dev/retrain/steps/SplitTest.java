package dev.retrain.steps;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SplitTest {

  @TempDir Path root;

  private Steps.Said split(Path rows, Object... options) {
    List<Object> all = new ArrayList<>(List.of(options));
    all.addAll(List.of("--reads", "rows:dataset", "--writes", "train:dataset,holdout:dataset"));
    all.addAll(
        List.of(
            "--rows", rows, "--train", root.resolve("train"), "--holdout", root.resolve("held")));
    return Steps.run("split", all.toArray());
  }

  private List<String> lines(String side) throws IOException {
    List<String> lines = Files.readAllLines(root.resolve(side).resolve("data.csv"));
    return lines.subList(1, lines.size());
  }

  /** A row a day, in an order that is not that of time. */
  private Path days(int count) throws IOException {
    StringBuilder rows = new StringBuilder("date,group\n");
    for (int i = 0; i < count; i++) {
      int day = (i * 7) % count;
      rows.append(LocalDate.of(2001, 1, 1).plusDays(day)).append(",g").append(i % 13).append('\n');
    }
    return Steps.folder(root, "rows", "data.csv", rows.toString());
  }

  @Test
  void holdsOutTheLatestRowsAndDropsTheEmbargo() throws IOException {
    Steps.Said said =
        split(days(100), "--by", "time", "--column", "date", "--embargo", "P3D", "--holdout", 0.2);

    assertThat(said.code()).as(said.text()).isZero();
    assertThat(lines("held")).hasSize(20).allMatch(row -> row.compareTo("2001-03-22") >= 0);
    assertThat(lines("train")).hasSize(77).allMatch(row -> row.compareTo("2001-03-19") < 0);
  }

  @Test
  void keepsRowsOfAGroupTogether() throws IOException {
    Steps.Said said =
        split(days(100), "--by", "group", "--column", "group", "--holdout", 0.3, "--seed", 1);

    assertThat(said.code()).as(said.text()).isZero();
    Set<String> train = groups(lines("train"));
    assertThat(train).doesNotContainAnyElementsOf(groups(lines("held")));
    assertThat(lines("train").size() + lines("held").size()).isEqualTo(100);
  }

  private static Set<String> groups(List<String> rows) {
    return new HashSet<>(rows.stream().map(row -> row.substring(row.indexOf(','))).toList());
  }

  @Test
  void drawsAboutTheShareAskedFor() throws IOException {
    split(days(2000), "--by", "random", "--holdout", 0.25, "--seed", 9);

    assertThat(lines("held")).hasSizeBetween(430, 570);
    assertThat(lines("train").size() + lines("held").size()).isEqualTo(2000);
  }

  @Test
  void countsRowsOverAllFiles() throws IOException {
    Path rows = days(50);
    Files.writeString(rows.resolve("more.csv"), "date,group\n2009-01-01,z\n2009-01-02,z\n");

    split(rows, "--by", "time", "--column", "date", "--holdout", 0.02);

    assertThat(Files.readAllLines(root.resolve("held/more.csv")))
        .containsExactly("date,group", "2009-01-02,z");
  }

  @Test
  void failsWhenASideIsEmpty() throws IOException {
    Steps.Said said =
        split(days(10), "--by", "time", "--column", "date", "--embargo", "P99D", "--holdout", 0.2);

    assertThat(said.code()).isEqualTo(1);
    assertThat(said.text()).contains("0 rows for training");
  }

  @Test
  void refusesRowsWithoutATime() throws IOException {
    Path rows = Steps.folder(root, "rows", "data.csv", "date,x\n2001-01-01,1\n,2\n");

    Steps.Said said = split(rows, "--by", "time", "--column", "date", "--holdout", 0.5);

    assertThat(said.code()).isEqualTo(1);
    assertThat(said.text()).contains("1 rows have no date");
  }
}
