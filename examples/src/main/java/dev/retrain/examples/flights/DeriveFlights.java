package dev.retrain.examples.flights;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Derives the packaged sample from {@code flights-3m.parquet}.
 *
 * <p>Arguments: the Parquet file and the {@code .csv.gz} to write. DuckDB's JDBC driver must be on
 * the class path: the profile {@code derive-flights} puts it there. A row is kept when the MD5 of
 * its own text starts below {@value #KEPT_BELOW} (31 in 256, 12.1 %) or when it is of July, so the
 * choice depends on nothing but the row; rows come out ordered by all columns.
 */
public final class DeriveFlights {

  private static final String KEPT_BELOW = "1f";
  private static final String HEADER = "departure,origin,destination,distance,delay";
  private static final String SAMPLE =
      """
      with flights as (
        select strftime(date, '%Y-%m-%dT%H:%M') as departure, origin, destination, distance, delay
        from read_parquet(?))
      select concat_ws(',', departure, origin, destination, distance, delay) as line
      from flights
      where departure >= '2001-07-01' or md5(line) < ?
      order by departure, origin, destination, distance, delay
      """;

  private DeriveFlights() {}

  /** Derives the sample; see the type. */
  public static void main(String[] args) throws IOException, SQLException {
    if (args.length != 2) {
      throw new IllegalArgumentException("expected: flights-3m.parquet flights-2001.csv.gz");
    }
    try (OutputStream packed = new SmallestGzip(Files.newOutputStream(Path.of(args[1])))) {
      packed.write((HEADER + "\n").getBytes(StandardCharsets.UTF_8));
      derive(Path.of(args[0]), packed);
    }
  }

  private static void derive(Path parquet, OutputStream csv) throws IOException, SQLException {
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        var query = duck.prepareStatement(SAMPLE)) {
      query.setString(1, parquet.toString());
      query.setString(2, KEPT_BELOW);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          csv.write((rows.getString("line") + "\n").getBytes(StandardCharsets.UTF_8));
        }
      }
    }
  }

  private static final class SmallestGzip extends GZIPOutputStream {
    SmallestGzip(OutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }
  }
}
