package dev.retrain.benchmarks.data;

import dev.retrain.drift.data.Column;
import dev.retrain.drift.data.Dataset;
import dev.retrain.drift.data.NumericColumn;
import dev.retrain.drift.data.ReadOptions;
import dev.retrain.drift.profile.Profile;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/** Nanoseconds per value for 4,000,000 rows of 4 normal doubles, files in the page cache. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(Files4M.VALUES)
@Fork(value = 1, jvmArgsAppend = "-Xmx3g")
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
public class Reading {

  /** CSV into columns in memory. */
  @Benchmark
  public Dataset csvRead(Files4M files) {
    return Dataset.read(files.csv());
  }

  /** CSV in batches, constant memory. */
  @Benchmark
  public long csvStream(Files4M files) {
    return Dataset.stream(files.csv(), ReadOptions.standard(), batch -> {});
  }

  /** DuckDB reading the CSV into a table of its own. */
  @Benchmark
  public boolean csvDuckDbTable(Files4M files) throws SQLException {
    return files.duck("CREATE OR REPLACE TABLE u AS SELECT * FROM read_csv('%s')", files.csv());
  }

  /** DuckDB summing each column of the CSV. */
  @Benchmark
  public boolean csvDuckDbSum(Files4M files) throws SQLException {
    return files.duck("SELECT sum(a), sum(b), sum(c), sum(d) FROM read_csv('%s')", files.csv());
  }

  /** Parquet into columns in memory. */
  @Benchmark
  public Dataset parquetRead(Files4M files) {
    return Dataset.read(files.parquet());
  }

  /** Parquet into columns, then the sum of each: the plain column sum by our own reader. */
  @Benchmark
  public double parquetReadAndSum(Files4M files) {
    double sum = 0;
    for (Column column : Dataset.read(files.parquet()).columns().values()) {
      for (double value : ((NumericColumn) column).array()) {
        sum += value;
      }
    }
    return sum;
  }

  /** DuckDB summing each column of the Parquet file. */
  @Benchmark
  public boolean parquetDuckDbSum(Files4M files) throws SQLException {
    return files.duck("SELECT sum(a), sum(b), sum(c), sum(d) FROM '%s'", files.parquet());
  }

  /** DuckDB handing the Parquet rows to Java through JDBC. */
  @Benchmark
  public double parquetDuckDbRows(Files4M files) throws SQLException {
    return files.duckRows("SELECT * FROM '%s'", files.parquet());
  }

  /** Returns the whole profile of the Parquet file, both passes. */
  @Benchmark
  public Profile parquetProfile(Files4M files) {
    return Profile.of(files.parquet());
  }
}
