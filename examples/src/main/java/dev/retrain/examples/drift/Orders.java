package dev.retrain.examples.drift;

import dev.retrain.drift.data.Column;
import dev.retrain.drift.data.Dataset;
import dev.retrain.drift.data.NumericColumn;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Made-up orders: an amount and a country. */
final class Orders {

  private static final int ROWS = 1500;

  private Orders() {}

  /** Writes a month of orders from some countries whose amounts lie around a mean. */
  static Path month(Path file, long seed, double mean, String... from) {
    Random random = new Random(seed);
    double[] amounts = random.doubles(ROWS).map(u -> mean * (0.5 + u)).toArray();
    String[] countries = new String[ROWS];
    for (int i = 0; i < ROWS; i++) {
      countries[i] = from[random.nextInt(from.length)];
    }
    Dataset.builder()
        .numeric("amount", amounts)
        .categorical("country", countries)
        .build()
        .writeCsv(file);
    return file;
  }

  /** Returns the rows as a serving application has them. */
  static List<Map<String, Object>> rows(Path file) {
    Dataset orders = Dataset.read(file);
    NumericColumn amounts = orders.numeric("amount");
    Column countries = orders.column("country");
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = 0; i < orders.rows(); i++) {
      rows.add(Map.of("amount", amounts.value(i), "country", countries.text(i)));
    }
    return rows;
  }
}
