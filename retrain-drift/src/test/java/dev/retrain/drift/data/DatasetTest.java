package dev.retrain.drift.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.error.DataProblem;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DatasetTest {
  private static final Instant NOON = Instant.parse("2001-01-15T12:00:00Z");

  private final Dataset four =
      Dataset.builder()
          .column("x", NumericColumn.ofNullable(Arrays.asList(1.0, null, 3.0, Double.NaN)))
          .categorical("c", "a", "b", null, "a")
          .column("b", BooleanColumn.ofNullable(Arrays.asList(true, null, false, true)))
          .timestamp("t", NOON, NOON.plusSeconds(1), null, NOON.plusSeconds(3))
          .build();

  @Test
  void nanIsAValueAndMissingIsNot() {
    NumericColumn x = four.numeric("x");

    assertThat(x.missingCount()).isEqualTo(1);
    assertThat(x.isMissing(1)).isTrue();
    assertThat(x.present()).containsExactly(1, 3, Double.NaN);
    assertThat(x.presentCount()).isEqualTo(3);
  }

  @Test
  void presentValuesAreNotCopiedWhenNothingIsMissing() {
    double[] values = {1, 2};

    assertThat(NumericColumn.of(values).present()).isSameAs(values);
  }

  @Test
  void presentValuesSkipRunsAtBothEnds() {
    BitSet absent = new BitSet();
    absent.set(0, 2);
    absent.set(4, 6);

    assertThat(NumericColumn.of(new double[] {9, 9, 1, 2, 9, 9}, Missing.of(absent)).present())
        .containsExactly(1, 2);
  }

  @Test
  void selectsRowsOfEveryKindInTheOrderAsked() {
    Dataset selected = four.select(new int[] {3, 1, 1});

    assertThat(selected.rows()).isEqualTo(3);
    assertThat(texts(selected, "x")).containsExactly("NaN", "", "");
    assertThat(texts(selected, "c")).containsExactly("a", "b", "b");
    assertThat(texts(selected, "b")).containsExactly("true", "", "");
    assertThat(selected.timestamp("t").value(0)).isEqualTo(NOON.plusSeconds(3));
  }

  @Test
  void slicesKeepWhatIsMissing() {
    Dataset middle = four.slice(1, 3);

    assertThat(texts(middle, "x")).containsExactly("", "3");
    assertThat(texts(middle, "c")).containsExactly("b", "");
    assertThat(texts(middle, "b")).containsExactly("", "false");
    assertThat(texts(middle, "t")).containsExactly("2001-01-15T12:00:01Z", "");
  }

  @Test
  void appendsRowsAndJoinsDictionaries() {
    Dataset other =
        Dataset.builder()
            .numeric("x", 7)
            .categorical("c", "z")
            .bool("b", false)
            .timestamp("t", NOON)
            .build();
    Dataset joined = four.append(other).append(four);

    assertThat(joined.rows()).isEqualTo(9);
    assertThat(texts(joined, "c")).containsExactly("a", "b", "", "a", "z", "a", "b", "", "a");
    assertThat(texts(joined, "x")).containsExactly("1", "", "3", "NaN", "7", "1", "", "3", "NaN");
    assertThat(texts(joined, "b")).startsWith("true", "", "false", "true", "false", "true", "");
    assertThat(joined.timestamp("t").missing().rows().stream()).containsExactly(2, 7);
  }

  @Test
  void namesTheColumnThatIsOnOneSideOnlyOrOfAnotherKind() {
    Dataset x = Dataset.builder().numeric("x", 1).build();
    assertThatThrownBy(() -> x.append(Dataset.builder().numeric("y", 1).build()))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("[y]")
        .hasMessageContaining("[x]");
    assertThatThrownBy(() -> x.append(Dataset.builder().categorical("x", "1").build()))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("'x' is numeric on one side and categorical on the other");
    for (Column column : four.columns().values()) {
      Column foreign = column.kind() == ColumnKind.NUMERIC ? four.column("c") : four.column("x");
      assertThatThrownBy(() -> column.append(foreign))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("cannot append");
    }
  }

  @Test
  void cutsByTimeAndLeavesOutRowsWithoutOne() {
    Dataset cut = four.between("t", NOON, NOON.plusSeconds(3));

    assertThat(texts(cut, "x")).containsExactly("1", "");
  }

  @Test
  void asksForColumnsByKind() {
    assertThatThrownBy(() -> four.numeric("c")).hasMessageContaining("'c' is categorical");
    assertThatThrownBy(() -> four.bool("x")).hasMessageContaining("not boolean");
    assertThatThrownBy(() -> four.timestamp("x")).hasMessageContaining("not timestamp");
    assertThatThrownBy(() -> four.categorical("z")).hasMessageContaining("no column 'z'");
    assertThat(four.has("z")).isFalse();
  }

  @Test
  void columnsHaveOneRoleAndMayBeSensitiveBesides() {
    Dataset marked =
        four.withRole("x", ColumnRole.TARGET)
            .withRole("x", ColumnRole.SENSITIVE)
            .withRole("t", ColumnRole.TIME);

    assertThat(marked.role("x")).isEqualTo(ColumnRole.TARGET);
    assertThat(marked.isSensitive("x")).isTrue();
    assertThat(marked.role("c")).isEqualTo(ColumnRole.FEATURE);
    assertThat(marked.names(ColumnRole.FEATURE)).containsExactly("c", "b");
    assertThat(marked.names(ColumnRole.SENSITIVE)).containsExactly("x");
    assertThat(marked.select(new int[0]).role("t")).isEqualTo(ColumnRole.TIME);
    assertThatThrownBy(() -> four.withRole("z", ColumnRole.ID)).hasMessageContaining("'z'");
  }

  @Test
  void strongerRolesWinAndMarksAreJoined() {
    Roles weak = Roles.of(Map.of("a", ColumnRole.ID, "b", ColumnRole.SENSITIVE));
    Roles both = weak.with(Roles.of(Map.of("a", ColumnRole.TIME, "c", ColumnRole.SENSITIVE)));

    assertThat(both.role("a")).isEqualTo(ColumnRole.TIME);
    assertThat(both.sensitive()).containsExactly("b", "c");
    assertThat(four.withRoles(both).roles()).isEqualTo(both);
    assertThatThrownBy(
            () ->
                new Roles(
                    new java.util.TreeMap<>(Map.of("a", ColumnRole.SENSITIVE)),
                    new java.util.TreeSet<>()))
        .hasMessageContaining("mark");
  }

  @Test
  void rolesAreReadFromText() {
    Roles read = Roles.parse("a=id, b = sensitive,odd=name=target,");

    assertThat(read.role("a")).isEqualTo(ColumnRole.ID);
    assertThat(read.role("odd=name")).isEqualTo(ColumnRole.TARGET);
    assertThat(read.isSensitive("b")).isTrue();
    assertThat(read.names()).containsExactly("a", "b", "odd=name");
    assertThat(Roles.parse("")).isEqualTo(Roles.NONE);
    assertThatThrownBy(() -> Roles.parse("a")).hasMessageContaining("not 'a'");
    assertThatThrownBy(() -> Roles.parse("a=boss")).hasMessageContaining("no column role 'boss'");
  }

  @Test
  void findsTheFirstCellOfAnotherKind() {
    CategoricalColumn cells = CategoricalColumn.of(null, "1", "1e3", "one", "1");

    assertThat(cells.firstNot(ColumnKind.NUMERIC)).hasValue(3);
    assertThat(cells.firstNot(ColumnKind.CATEGORICAL)).isEmpty();
  }

  @Test
  void rowsOfMapsBecomeColumns() {
    Map<String, Object> second = new HashMap<>();
    second.put("x", new BigDecimal("2.5"));
    second.put("c", null);
    second.put("b", true);
    second.put("t", NOON);
    Dataset rows = Dataset.ofRows(List.of(Map.of("x", 1, "c", "a"), second));

    assertThat(rows.numeric("x").array()).containsExactly(1, 2.5);
    assertThat(rows.categorical("c").isMissing(1)).isTrue();
    assertThat(rows.bool("b").isMissing(0)).isTrue();
    assertThat(rows.timestamp("t").value(1)).isEqualTo(NOON);
  }

  @Test
  void namesRowAndColumnOfAValueOfAnotherKind() {
    assertThatThrownBy(() -> Dataset.ofRows(List.of(Map.of("x", 1), Map.of("x", "one"))))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("row 1, column 'x'")
        .hasMessageContaining("categorical value in a numeric column");
    assertThatThrownBy(() -> Dataset.ofRows(List.of(Map.of("x", new Object()))))
        .hasMessageContaining("java.lang.Object");
  }

  @Test
  void refusesColumnsOfDifferentLengths() {
    assertThatThrownBy(() -> Dataset.builder().numeric("x", 1, 2).numeric("y", 1).build())
        .hasMessageContaining("'y' has 1 rows");
    assertThatThrownBy(() -> Dataset.builder().numeric("x", 1).numeric("x", 1))
        .hasMessageContaining("there already");
    assertThatThrownBy(() -> Dataset.builder().role("x", ColumnRole.ID).build())
        .hasMessageContaining("'x'");
  }

  @Test
  void refusesCodesOutsideTheDictionaryAndMarksOutsideTheRows() {
    assertThatThrownBy(() -> CategoricalColumn.of(new int[] {2}, List.of("a")))
        .hasMessageContaining("code 2");
    BitSet far = new BitSet();
    far.set(5);
    assertThatThrownBy(() -> NumericColumn.of(new double[2], Missing.of(far)))
        .hasMessageContaining("row 5");
  }

  @Test
  void keepsAndReplacesColumns() {
    Dataset kept = four.keep(List.of("c", "x")).with("x", NumericColumn.of(1, 2, 3, 4));

    assertThat(kept.names()).containsExactly("c", "x");
    assertThat(kept.numeric("x").value(3)).isEqualTo(4);
    assertThat(kept).hasToString("4 rows of [c, x]");
  }

  @Test
  void booleansCountAndBecomeCategories() {
    assertThat(four.bool("b").trueCount()).isEqualTo(2);
    assertThat(four.bool("b").asCategorical().counts()).containsExactly(1, 2);
    assertThat(four.bool("b").value(0)).isTrue();
  }

  @Test
  void namesInFilesAreThoseOfTheConstants() {
    assertThat(ColumnKind.ofLabel("numeric")).isEqualTo(ColumnKind.NUMERIC);
    assertThat(ColumnRole.ofLabel("sensitive")).isEqualTo(ColumnRole.SENSITIVE);
    assertThatThrownBy(() -> ColumnKind.ofLabel("int")).hasMessageContaining("'int'");
    assertThatThrownBy(() -> ColumnRole.ofLabel("key")).hasMessageContaining("'key'");
  }

  @Test
  void missingComparesByItsRows() {
    BitSet rows = new BitSet();
    rows.set(3);
    assertThat(Missing.of(rows)).isEqualTo(Missing.of(rows)).hasToString("1 missing");
    assertThat(Missing.of(rows).hashCode()).isEqualTo(Missing.of(rows).hashCode());
    assertThat(Missing.of(new BitSet())).isSameAs(Missing.NONE);
  }

  private static List<String> texts(Dataset dataset, String name) {
    return java.util.stream.IntStream.range(0, dataset.rows())
        .mapToObj(dataset.column(name)::text)
        .toList();
  }

  @Test
  void holdsInstantsFarFromToday() {
    Instant never = Instant.parse("9999-12-31T23:59:59.999999Z");
    Instant longAgo = Instant.parse("0001-01-01T00:00:00.000001Z");
    assertThat(TimestampColumn.ofNullable(java.util.Arrays.asList(never, null, longAgo)).value(0))
        .isEqualTo(never);
    assertThat(TimestampColumn.ofNullable(List.of(longAgo)).value(0)).isEqualTo(longAgo);
    assertThatThrownBy(() -> TimestampColumn.ofNullable(List.of(Instant.MAX)))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("microseconds");
  }
}
