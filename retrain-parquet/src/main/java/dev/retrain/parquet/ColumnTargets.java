package dev.retrain.parquet;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.apache.parquet.column.values.ValuesReader;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.Float16LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.jspecify.annotations.Nullable;

/** Maps the types of Parquet to kinds of column. */
final class ColumnTargets {
  private static final long MICROS_PER_DAY = 86_400_000_000L;

  private ColumnTargets() {}

  static ColumnTarget of(PrimitiveType type, int rows) {
    LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
    return switch (type.getPrimitiveTypeName()) {
      case BOOLEAN -> new BooleanTarget(rows);
      case DOUBLE -> new NumericTarget(rows, ValuesReader::readDouble);
      case FLOAT -> new NumericTarget(rows, ValuesReader::readFloat);
      case INT32 -> int32(rows, logical);
      case INT64 -> int64(rows, logical);
      case INT96 -> new TimestampTarget(rows, ColumnTargets::int96Micros);
      case BINARY -> binary(rows, logical);
      case FIXED_LEN_BYTE_ARRAY -> fixed(type, rows, logical);
    };
  }

  private static ColumnTarget int32(int rows, @Nullable LogicalTypeAnnotation logical) {
    if (logical instanceof DateLogicalTypeAnnotation) {
      return new TimestampTarget(rows, values -> values.readInteger() * MICROS_PER_DAY);
    }
    if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
      return new NumericTarget(rows, scaled(ValuesReader::readInteger, decimal.getScale()));
    }
    boolean unsigned = logical instanceof IntLogicalTypeAnnotation whole && !whole.isSigned();
    return new NumericTarget(
        rows,
        unsigned
            ? values -> Integer.toUnsignedLong(values.readInteger())
            : ValuesReader::readInteger);
  }

  private static ColumnTarget int64(int rows, @Nullable LogicalTypeAnnotation logical) {
    if (logical instanceof TimestampLogicalTypeAnnotation timestamp) {
      return new TimestampTarget(rows, micros(timestamp.getUnit()));
    }
    if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
      return new NumericTarget(rows, scaled(ValuesReader::readLong, decimal.getScale()));
    }
    boolean unsigned = logical instanceof IntLogicalTypeAnnotation whole && !whole.isSigned();
    return new NumericTarget(
        rows,
        unsigned
            ? values -> new BigInteger(Long.toUnsignedString(values.readLong())).doubleValue()
            : ValuesReader::readLong);
  }

  private static ToLongFunction<ValuesReader> micros(LogicalTypeAnnotation.TimeUnit unit) {
    return switch (unit) {
      case MILLIS -> values -> values.readLong() * 1000;
      case MICROS -> ValuesReader::readLong;
      case NANOS -> values -> Math.floorDiv(values.readLong(), 1000L);
    };
  }

  private static ToDoubleFunction<ValuesReader> scaled(
      ToLongFunction<ValuesReader> unscaled, int scale) {
    return values -> BigDecimal.valueOf(unscaled.applyAsLong(values), scale).doubleValue();
  }

  private static ColumnTarget binary(int rows, @Nullable LogicalTypeAnnotation logical) {
    return logical instanceof DecimalLogicalTypeAnnotation decimal
        ? bigDecimal(rows, decimal)
        : new CategoricalTarget(rows, BinaryText::of);
  }

  private static ColumnTarget fixed(
      PrimitiveType type, int rows, @Nullable LogicalTypeAnnotation logical) {
    if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
      return bigDecimal(rows, decimal);
    }
    if (logical instanceof UUIDLogicalTypeAnnotation && type.getTypeLength() == 16) {
      return new CategoricalTarget(rows, BinaryText::uuid);
    }
    return logical instanceof Float16LogicalTypeAnnotation && type.getTypeLength() == 2
        ? new NumericTarget(rows, ColumnTargets::float16)
        : new CategoricalTarget(rows, BinaryText::hexadecimal);
  }

  /** IEEE 754 half precision, little endian: five bits of exponent, ten of mantissa. */
  private static double float16(ValuesReader values) {
    byte[] bytes = values.readBytes().getBytes();
    int bits = (bytes[0] & 0xFF) | (bytes[1] & 0xFF) << 8;
    int exponent = bits >>> 10 & 0x1F;
    int mantissa = bits & 0x3FF;
    double size =
        switch (exponent) {
          case 0 -> mantissa * 0x1p-24;
          case 31 -> mantissa == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
          default -> Math.scalb(1 + mantissa * 0x1p-10, exponent - 15);
        };
    return bits >>> 15 == 1 ? -size : size;
  }

  private static ColumnTarget bigDecimal(int rows, DecimalLogicalTypeAnnotation decimal) {
    return new NumericTarget(
        rows,
        values ->
            new BigDecimal(new BigInteger(values.readBytes().getBytes()), decimal.getScale())
                .doubleValue());
  }

  /** Nanoseconds of the day, then the Julian day number; the form of Impala and old Spark. */
  private static long int96Micros(ValuesReader values) {
    ByteBuffer bytes = values.readBytes().toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    long micros = TimeUnit.NANOSECONDS.toMicros(bytes.getLong());
    int julianDayOfEpoch = 2_440_588;
    return (bytes.getInt() - julianDayOfEpoch) * MICROS_PER_DAY + micros;
  }
}
