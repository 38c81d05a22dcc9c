import { IsArray, IsEnum, IsInt, IsOptional, Length, Max, Min } from 'class-validator';
import { decidersOf, Field, fieldsFor, fieldsOf, standardSchema, withoutIdle } from '../index';

enum Means {
  Post = 'post',
  Courier = 'courier',
}

class ParcelInput {
  @Field({ label: 'Goes by', choices: { post: 'Post', courier: 'Courier' } })
  @IsEnum(Means)
  means = Means.Post;

  @Field({
    label: 'Stamp',
    hint: 'In cents',
    variants: [{ when: { means: Means.Courier }, label: 'Fee' }],
  })
  @IsInt()
  price = 80;

  @Field({ label: 'Courier’s name', when: { means: Means.Courier } })
  @Length(1, 20)
  courier?: string | null;

  @Field({ label: 'Hours', unit: 'hours', when: { means: Means.Courier } })
  @IsInt()
  @Min(1)
  @Max(48)
  hours: number | null = 24;

  @Field({ label: 'Stops', when: { means: Means.Courier } })
  @IsOptional()
  @IsArray()
  stops: string[] = [];

  @Field({ label: 'Boxes', relation: 'boxes', narrowedBy: ['means'] })
  @IsOptional()
  @IsInt()
  boxId?: number | null;
}

const problems = (values: object): Record<string, string> =>
  Object.fromEntries(
    (standardSchema(ParcelInput)['~standard'].validate(values).issues ?? []).map(
      ({ path, message }) => [path[0], message] as const,
    ),
  );
const byPost = { means: Means.Post, price: 80 };
const byCourier = { means: Means.Courier, price: 80, courier: 'Ada' };

describe('a field that counts only under a condition', () => {
  it('is part of records for which it holds, and of no others', () => {
    const names = (record: object) => fieldsFor(ParcelInput, record).map(({ name }) => name);
    expect(names(byPost)).toEqual(['means', 'price', 'boxId']);
    expect(names(byCourier)).toEqual(fieldsOf(ParcelInput).map(({ name }) => name));
    expect(decidersOf(ParcelInput)).toEqual(['means']);
  });

  it('is asked its rules where it counts, and none elsewhere', () => {
    expect(problems(byCourier)).toEqual({});
    expect(problems(byPost)).toEqual({});
    expect(problems({ ...byCourier, courier: '', hours: 90 })).toEqual({
      courier: expect.stringContaining('Courier’s name must be') as string,
      hours: 'Hours must not be greater than 48',
    });
  });

  it('may be blank, or what a new record has, where it does not count, and nothing else', () => {
    expect(problems({ ...byPost, courier: null, hours: 24, stops: [] })).toEqual({});
    expect(problems({ ...byPost, hours: null })).toEqual({});
    expect(problems({ ...byPost, courier: 'Ada', hours: 2, stops: ['Rome'] })).toEqual({
      courier: 'Courier’s name counts only where Goes by is Courier',
      hours: 'Hours counts only where Goes by is Courier',
      stops: 'Stops counts only where Goes by is Courier',
    });
  });

  it('is said to be needed where it counts', () => {
    const needed = fieldsFor(ParcelInput, byCourier).filter(({ required }) => required);
    expect(needed.map(({ name }) => name)).toEqual(['means', 'price', 'courier', 'hours']);
  });

  it('holds what a new record holds once it counts no more', () => {
    const changed = { ...byCourier, means: Means.Post, hours: 2, stops: ['Rome'] };
    const kept = withoutIdle(ParcelInput, changed as ParcelInput);
    expect(kept).toMatchObject({ ...byPost, hours: 24, stops: [] });
    expect(kept.courier).toBeUndefined();
    expect(problems(kept)).toEqual({});
  });
});

describe('a field that is called otherwise under a condition', () => {
  const specOf = (record: object, name: string) =>
    fieldsFor(ParcelInput, record).find((spec) => spec.name === name)!;

  it('has the other word in forms and in what rules say, and the rest as it is', () => {
    expect(specOf(byPost, 'price')).toMatchObject({ label: 'Stamp', hint: 'In cents' });
    expect(specOf(byCourier, 'price')).toMatchObject({ label: 'Fee', hint: 'In cents' });
    expect(problems({ ...byCourier, price: 'x' })['price']).toMatch(/^Fee must be/);
    expect(problems({ ...byPost, price: 'x' })['price']).toMatch(/^Stamp must be/);
  });

  it('offers what fits the record', () => {
    expect(specOf(byCourier, 'boxId').filters).toEqual({ means: 'courier' });
  });
});
