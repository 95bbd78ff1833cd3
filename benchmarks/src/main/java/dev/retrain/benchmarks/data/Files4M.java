package dev.retrain.benchmarks.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The files, made once by DuckDB under the build folder, and a DuckDB to compare with. */
@State(Scope.Benchmark)
public class Files4M {
  static final int VALUES = 16_000_000;

  private static final String NORMAL = "sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random())";
  private static final String ROWS =
      "SELECT %s AS a, %s AS b, %s AS c, %s AS d FROM range(4000000)"
          .formatted(NORMAL, NORMAL, NORMAL, NORMAL);

  private final Path folder = Path.of("benchmarks", "target", "data");
  private final Connection duck;

  /** Opens DuckDB in memory. */
  public Files4M() {
    try {
      duck = DriverManager.getConnection("jdbc:duckdb:");
    } catch (SQLException failed) {
      throw new IllegalStateException("DuckDB does not start", failed);
    }
  }

  /** Makes the files where they are not there yet. */
  @Setup
  public void make() throws IOException, SQLException {
    Files.createDirectories(folder);
    if (!Files.exists(csv()) || !Files.exists(parquet())) {
      run("SELECT setseed(0.5)");
      run("CREATE TABLE t AS " + ROWS);
      run("COPY t TO '%s' (HEADER)".formatted(csv()));
      run("COPY t TO '%s' (FORMAT parquet, COMPRESSION snappy)".formatted(parquet()));
      run("DROP TABLE t");
    }
  }

  /** Closes DuckDB. */
  @TearDown
  public void close() throws SQLException {
    duck.close();
  }

  Path csv() {
    return folder.resolve("normals.csv");
  }

  Path parquet() {
    return folder.resolve("normals.parquet");
  }

  private boolean run(String sql) throws SQLException {
    try (Statement statement = duck.createStatement()) {
      return statement.execute(sql);
    }
  }

  boolean duck(String sql, Path file) throws SQLException {
    return run(sql.formatted(file));
  }

  double duckRows(String sql, Path file) throws SQLException {
    double sum = 0;
    try (Statement statement = duck.createStatement();
        ResultSet rows = statement.executeQuery(sql.formatted(file))) {
      while (rows.next()) {
        sum += rows.getDouble(1) + rows.getDouble(2) + rows.getDouble(3) + rows.getDouble(4);
      }
    }
    return sum;
  }
}
